namespace AlignZeg.Abstractions.Jobs;

/// <summary>A place in the list of a job's failed images.</summary>
/// <param name="Shard">Number of the shard.</param>
/// <param name="Line">Cursor within the shard.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.failure-cursor")]
public sealed record FailureCursor(int Shard, long Line)
{
    /// <summary>Before the first.</summary>
    public static readonly FailureCursor Start = new(0, 0);
}
