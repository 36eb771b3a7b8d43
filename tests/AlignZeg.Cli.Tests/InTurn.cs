using Xunit.Sdk;
using Xunit.v3;

namespace AlignZeg.Cli.Tests;

/// <summary>Tests of leases, signals and several processes run one after another: two clusters at once are more than a small machine has. The others, each a process that starts on one core, run beside them.</summary>
[CollectionDefinition(Name)]
public sealed class InTurn : ITestCollectionOrderer
{
    public const string Name = "in turn";

    /// <summary>The longest first, so that nothing waits for it in the end.</summary>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName == Name)];
}
