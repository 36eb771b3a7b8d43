namespace AlignZeg.Cli.Tests;

/// <summary>Tests of leases, signals and several processes: nothing runs beside them. The others, each of them a process that starts on one core, run two at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
