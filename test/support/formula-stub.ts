import {spawnSync} from 'node:child_process';

/** What a formula says and does on one machine. */
export type EvaluatedFormula = {
  readonly class: string;
  /** The last value of each word, such as `desc` and `url`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Every word in the order it was called, blocks and what `install` and `test` do among them. */
  readonly calls: readonly string[];
  /** What `install` put where: `bin: harbor => harbor`. */
  readonly installed: readonly string[];
  /** What `test` ran. */
  readonly ran: readonly string[];
  /** Whatever would have reached the machine: an injection. */
  readonly escaped: readonly string[];
};

/*
 * A stand-in for Homebrew's own classes: blocks for systems and processors are entered as on the machine asked for, everything else is written down.
 * What reaches beyond a formula is caught by name.
 */
const stub = `
require 'json'
$escaped = []
module Kernel
  %w[exec spawn fork open eval load require_relative].each { |name| define_method(name) { |*given| $escaped << ([name] + given.map(&:to_s)).join(' ') } }
  define_method(:'\`') { |command| $escaped << command.to_s; '' }
end
class Place
  def initialize(name) = (@name = name)
  def /(other) = "#{@name}/#{other}"
  def to_s = @name
  def install(*given)
    given.each { |one| (one.is_a?(Hash) ? one : {one => nil}).each { |from, to| $found[:installed] << (to ? "#{@name}: #{from} => #{to}" : "#{@name}: #{from}") } }
  end
end
module Recording
  def method_missing(name, *given, **named, &block)
    $found[:calls] << name.to_s
    $found[:fields][name] = (given + (named.empty? ? [] : [named])).map(&:to_s).join(', ') unless given.empty? && named.empty?
    return unless block
    return if {on_macos: 'macos', on_linux: 'linux'}.key?(name) && name != :"on_#{$system}"
    return if {on_arm: 1, on_intel: 1}.key?(name) && name != :"on_#{$cpu}"
    return class_eval(&block) unless name == :test
    $test = block
  end
  def respond_to_missing?(*) = true
end
class Formula
  class << self
    include Recording
    define_method(:system) { |*given| $escaped << given.map(&:to_s).join(' ') }
    undef_method :test rescue nil
    def test(&block) = method_missing(:test, &block)
  end
  def version = $found[:fields][:version]
  def stable = self.class
  def system(*given) = $found[:ran] << given.map(&:to_s).join(' ')
  def shell_output(command, *) = ($found[:ran] << command) && version.to_s
  def std_go_args(**named) = ["go:#{named}"]
  def std_cargo_args(**named) = ["cargo:#{named}"]
  def assert_match(*) = nil
  def method_missing(name, *given)
    $found[:calls] << "install #{name}"
    Place.new(name.to_s)
  end
  def respond_to_missing?(*) = true
end
module OS
  def self.mac? = $system == 'macos'
  def self.linux? = $system == 'linux'
end
module Hardware
  module CPU
    def self.arm? = $cpu == 'arm'
    def self.intel? = $cpu == 'intel'
  end
end
puts JSON.generate(JSON.parse(STDIN.read).map { |one|
  $system, $cpu, $test, $escaped = one['system'], one['cpu'], nil, []
  $found = {fields: {}, calls: [], installed: [], ran: []}
  begin
    namespace = Module.new
    namespace.module_eval(one['text'], 'formula.rb')
    formula = namespace.constants.map { |name| namespace.const_get(name) }.find { |found| found.is_a?(Class) && found < Formula }
    formula.new.install
    formula.new.instance_exec(&$test)
    $found.merge(class: formula.name.split('::').last, escaped: $escaped)
  rescue ScriptError, StandardError => error
    {error: "#{error.class}: #{error.message}"}
  end
})
`;

export type Machine = {readonly system: 'macos' | 'linux'; readonly cpu: 'arm' | 'intel'};

/** Ruby's own reading of formulae, each on a machine; throws where one can't be read. */
export const evaluatedFormulae = (formulae: readonly (Machine & {readonly text: string})[]): readonly EvaluatedFormula[] => {
  const {status, stdout, stderr} = spawnSync('ruby', ['-e', stub], {
    input: JSON.stringify(formulae),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: {...process.env, LC_ALL: 'C.UTF-8'},
  });
  if (status !== 0) throw new Error(`ruby ended with ${status}: ${stderr.slice(0, 2000)}`);
  return (JSON.parse(stdout) as readonly (EvaluatedFormula & {readonly error?: string})[]).map((one, at) => {
    if (one.error !== undefined) throw new Error(`${one.error}\n${formulae[at]?.text}`);
    return one;
  });
};
