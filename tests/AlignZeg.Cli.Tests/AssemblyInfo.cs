using AlignZeg.Cli.Tests;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.Collections, MaxThreads = 2)]
[assembly: Xunit.TestCollectionOrderer(typeof(InTurn))]
[assembly: AssemblyFixture(typeof(ReferenceRun))]
