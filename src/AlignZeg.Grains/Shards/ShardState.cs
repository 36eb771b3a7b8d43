using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Grains.Shards;

/// <summary>What a shard must not forget beside its log: which images it has, which of them may be tried again, and, when it ends in order, who has which in hand.</summary>
internal sealed class ShardState
{
    /// <summary>Null until it is opened for the first time.</summary>
    public ShardOpening? Opening { get; set; }

    /// <summary>Number of the newest retry that was made; 0 = none.</summary>
    public int Retries { get; set; }

    /// <summary>Per image that was opened again the latest try it may have; results say in the log which tries it had.</summary>
    public SortedDictionary<int, int> Attempts { get; set; } = [];

    /// <summary>What was in hand when the last activation ended in order; null = nothing. An activation that has taken it up leaves it here: after a crash it runs out, or is done.</summary>
    public IReadOnlyList<HeldLease>? Leases { get; set; }

    /// <summary>Takes the retries that it has not met yet.</summary>
    /// <param name="opening">Says all of them.</param>
    /// <param name="ledger">Says which images have failed, and in which try; null before the first opening, when none has.</param>
    /// <returns>The images that it opens again; null if all were met before, and nothing changed.</returns>
    public IReadOnlyList<int>? Meet(ShardOpening opening, ShardLedger? ledger)
    {
        var orders = (opening.Retries ?? []).Where(order => order.Number > Retries).ToArray();
        if (orders.Length == 0) return null;
        Retries = orders.Max(order => order.Number);
        int[] reopened = ledger is null ? [] : [.. ledger.Failures().Where(failure => orders.Any(order => order.Covers(failure.Reason))).Select(failure => failure.Index)];
        foreach (int index in reopened) Attempts[index] = ledger!.AttemptsOf(index) + 1;
        return reopened;
    }
}
