/** The crate's program, the same for every project: what differs stands in `programs.tsv` and Cargo.toml. */
export const cratesLauncher = `//! Fetches the released program at its first start, holds it against the digest that this crate carries, and starts it.
//! README.md says what is fetched and where it is kept.

mod sha256;

use std::path::{Path, PathBuf};
use std::process::{exit, Command};
use std::{env, fs, io};

/// One line for each platform: system, processor, format, digest, address, and the program's path in the file.
const PROGRAMS: &str = include_str!("programs.tsv");
const NAME: &str = env!("CARGO_PKG_NAME");
const VERSION: &str = env!("CARGO_PKG_VERSION");

struct Released<'a> {
    format: &'a str,
    digest: &'a str,
    address: &'a str,
    path: &'a str,
}

fn fail(text: &str) -> ! {
    eprintln!("{NAME}: {text}");
    exit(1);
}

fn find_released() -> Released<'static> {
    for line in PROGRAMS.lines() {
        let fields: Vec<&str> = line.split('\\t').collect();
        if let [system, processor, format, digest, address, path] = fields[..] {
            if system == env::consts::OS && processor == env::consts::ARCH {
                return Released { format, digest, address, path };
            }
        }
    }
    fail(&format!("{VERSION} was not released for {} on {}.", env::consts::OS, env::consts::ARCH))
}

fn cache_folder() -> PathBuf {
    let from = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = if cfg!(windows) {
        from("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|home| home.join("Library/Caches"))
    } else {
        from("XDG_CACHE_HOME").or_else(|| from("HOME").map(|home| home.join(".cache")))
    };
    folder.unwrap_or_else(|| fail("there is no folder for the program: HOME is not set.")).join(NAME)
}

fn run(program: &str, arguments: &[&std::ffi::OsStr]) {
    match Command::new(program).args(arguments).status() {
        Ok(status) if status.success() => {}
        Ok(status) => fail(&format!("{program} ended with {status}, so the program could not be fetched.")),
        Err(error) => fail(&format!("{program} is needed to fetch the program, and can't be started: {error}.")),
    }
}

fn unpack(released: &Released, file: &Path, folder: &Path) {
    let (file_text, folder_text) = (file.as_os_str(), folder.as_os_str());
    if released.format == "binary" {
        let target = folder.join(released.path);
        fs::copy(file, target).unwrap_or_else(|error| fail(&format!("the program can't be kept: {error}.")));
    } else if released.format == "zip" && cfg!(target_os = "linux") {
        run("unzip", &["-q".as_ref(), file_text, "-d".as_ref(), folder_text]);
    } else {
        run("tar", &["-xf".as_ref(), file_text, "-C".as_ref(), folder_text]);
    }
}

#[cfg(unix)]
fn make_executable(program: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(program, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Fetches into a folder of its own, which takes its place only when everything is right.
fn fetch(released: &Released, kept: &Path) -> io::Result<()> {
    let own = kept.with_extension(format!("{}.part", std::process::id()));
    let _ = fs::remove_dir_all(&own);
    fs::create_dir_all(own.join("program"))?;
    let file = own.join("released");
    eprintln!("{NAME}: fetching {}", released.address);
    let options = ["--fail", "--silent", "--show-error", "--location", "--retry", "3", "--proto", "=https", "--output"];
    let mut arguments: Vec<&std::ffi::OsStr> = options.iter().map(|option| option.as_ref()).collect();
    arguments.extend([file.as_os_str(), "--".as_ref(), released.address.as_ref()]);
    run("curl", &arguments);
    let found = sha256::digest(&fs::read(&file)?);
    if found != released.digest {
        let _ = fs::remove_dir_all(&own);
        fail(&format!("{} has the digest {found}, not {}; it is not used.", released.address, released.digest));
    }
    unpack(released, &file, &own.join("program"));
    make_executable(&own.join("program").join(released.path))?;
    fs::remove_file(&file)?;
    // Whoever was faster fetched the same.
    if fs::rename(&own, kept).is_err() {
        let _ = fs::remove_dir_all(&own);
    }
    Ok(())
}

#[cfg(unix)]
fn start(program: &Path) -> io::Error {
    use std::os::unix::process::CommandExt;
    Command::new(program).args(env::args_os().skip(1)).exec()
}

#[cfg(not(unix))]
fn start(program: &Path) -> io::Error {
    match Command::new(program).args(env::args_os().skip(1)).status() {
        Ok(status) => exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}

fn main() {
    let released = find_released();
    let kept = cache_folder().join(VERSION).join(released.digest);
    let program = kept.join("program").join(released.path);
    if !program.is_file() {
        if let Err(error) = fetch(&released, &kept) {
            fail(&format!("the program can't be kept in {}: {error}.", kept.display()));
        }
    }
    let error = start(&program);
    fail(&format!("{} can't be started: {error}.", program.display()));
}
`;
