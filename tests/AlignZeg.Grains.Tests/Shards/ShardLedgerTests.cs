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
        ledger.Record(101, reason: null);
        Assert.False(ledger.TryBegin(101)); // in the log
        Assert.Equal([100, 102], ledger.Open());
        Assert.Equal(2, ledger.Recomputed);
    }

    [Fact]
    public void Ledger_IsDone_WithTheLastResult()
    {
        var ledger = new ShardLedger(0, 2);
        ledger.Record(1, "empty");
        Assert.False(ledger.IsDone);
        ledger.Record(0, null);
        Assert.True(ledger.IsDone);
        var counts = ledger.Count(leased: 0, null);
        Assert.Equal((2, 1, 1), (counts.Total, counts.Ok, counts.Failed));
        Assert.Equal(1, counts.FailuresByReason["empty"]);
    }

    [Fact]
    public void TwoResultsInTheLog_AreDamage()
    {
        var ledger = new ShardLedger(0, 2);
        ledger.Record(1, null);
        Assert.Throws<InvalidDataException>(() => ledger.Record(1, null));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    public void ImagesOfOtherShards_AreRefused(int index) => Assert.Throws<ArgumentOutOfRangeException>(() => new ShardLedger(10, 2).TryBegin(index));
}
