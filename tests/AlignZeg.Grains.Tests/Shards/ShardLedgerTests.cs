using AlignZeg.Abstractions.Tenants;
using AlignZeg.Grains.Shards;
using Xunit;

namespace AlignZeg.Grains.Tests.Shards;

public sealed class ShardLedgerTests
{
    [Fact]
    public void Image_IsTakenOnce()
    {
        var ledger = new ShardLedger(firstIndex: 100, images: 3);
        Assert.True(ledger.TryBegin(101));
        Assert.False(ledger.TryBegin(101)); // on its way into the log
        ledger.Record(101, reason: null, LabellingUsage.None);
        Assert.False(ledger.TryBegin(101)); // in the log
        Assert.Equal([100, 102], ledger.Open());
        Assert.Equal(2, ledger.Recomputed);
    }

    [Fact]
    public void Ledger_IsDone_WithTheLastResult()
    {
        var ledger = new ShardLedger(0, 2);
        ledger.Record(1, "empty", new(1, 0, 7, 0, 0));
        Assert.False(ledger.IsDone);
        ledger.Record(0, null, new(1, 100, 20, 3.5, 0));
        Assert.True(ledger.IsDone);
        var counts = ledger.Count(leased: 0, null);
        Assert.Equal((2, 1, 1), (counts.Total, counts.Ok, counts.Failed));
        Assert.Equal(1, counts.FailuresByReason["empty"]);
        Assert.Equal(new LabellingUsage(2, 100, 27, 3.5, 0), counts.Usage);
    }

    [Fact]
    public void TwoResultsInTheLog_AreDamage()
    {
        var ledger = new ShardLedger(0, 2);
        ledger.Record(1, null, LabellingUsage.None);
        Assert.Throws<InvalidDataException>(() => ledger.Record(1, null, LabellingUsage.None));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    public void ImagesOfOtherShards_AreRefused(int index) => Assert.Throws<ArgumentOutOfRangeException>(() => new ShardLedger(10, 2).TryBegin(index));
}
