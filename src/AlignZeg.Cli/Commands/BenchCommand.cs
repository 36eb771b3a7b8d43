using System.CommandLine;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg bench label</c>.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Benchmarks; each ends with one JSON line of its figures.");
}
