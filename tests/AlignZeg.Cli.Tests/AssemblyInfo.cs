using AlignZeg.Cli.Tests;

// Each test runs a process that uses every core; two at a time would only wait for each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(ReferenceRun))]
