namespace AlignZeg.Storage.Tests.GrainState;

internal sealed class SampleState
{
    public string LastName { get; set; } = "";

    public SortedSet<int> Numbers { get; set; } = [];
}
