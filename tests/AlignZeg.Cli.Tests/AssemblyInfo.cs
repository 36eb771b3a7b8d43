using AlignZeg.Cli.Tests;

// Each test runs a process that uses every core; two at a time would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(ReferenceRun))]
