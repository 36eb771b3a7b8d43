namespace AlignZeg.Datasets.Tests.Memory;

/// <summary>Tests that look at the memory of the whole process run when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
