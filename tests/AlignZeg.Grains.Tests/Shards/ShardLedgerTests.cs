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
        Assert.True(ledger.TryBegin(101, 1));
        Assert.False(ledger.TryBegin(101, 1)); // on its way into the log
        ledger.Record(101, 1, reason: null, LabellingUsage.None);
        Assert.False(ledger.TryBegin(101, 1)); // in the log
        Assert.Equal([100, 102], ledger.Open());
        Assert.Equal(2, ledger.Recomputed);
    }

    [Fact]
    public void Ledger_IsDone_WithTheLastResult()
    {
        var ledger = new ShardLedger(0, 2);
        ledger.Record(1, 1, "empty", new(1, 0, 7, 0, 0));
        Assert.False(ledger.IsDone);
        ledger.Record(0, 1, null, new(1, 100, 20, 3.5, 0));
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
        ledger.Record(1, 1, null, LabellingUsage.None);
        Assert.Throws<InvalidDataException>(() => ledger.Record(1, 1, null, LabellingUsage.None));
    }

    [Fact]
    public void FailedImage_IsOpenAgain_AndItsNextResultStandsInPlaceOfTheFailure()
    {
        var ledger = new ShardLedger(10, 2);
        ledger.Record(10, 1, null, new(1, 5, 5, 1, 0));
        ledger.Record(11, 1, "empty", new(1, 0, 7, 2, 0));
        ledger.Reopen(10); // no failure: stays as it is
        ledger.Reopen(11);
        Assert.Equal([11], ledger.Open());
        Assert.Equal((1, 0, 0), (ledger.Count(0, null).Ok, ledger.Count(0, null).Failed, ledger.Count(0, null).FailuresByReason.Count));
        Assert.False(ledger.TryBegin(11, 1)); // a worker that was given up on, with its first try
        Assert.True(ledger.TryBegin(11, 2));
        ledger.Record(11, 2, null, new(1, 100, 20, 4, 0));
        Assert.True(ledger.IsDone);
        Assert.Equal((2, 0, 3L), (ledger.Count(0, null).Ok, ledger.Count(0, null).Failed, ledger.Records));
        Assert.Equal(new LabellingUsage(3, 105, 32, 7, 0), ledger.Count(0, null).Usage); // every try has used something
    }

    [Fact]
    public void Log_SaysWhichTryIsTheNewest()
    {
        var ledger = new ShardLedger(0, 2);
        ledger.Replay(0, 1, "empty", LabellingUsage.None);
        ledger.Replay(1, 1, "empty", LabellingUsage.None);
        ledger.Replay(0, 2, "late", LabellingUsage.None);
        ledger.Replay(1, 2, null, LabellingUsage.None);
        Assert.Equal([(0, "late")], ledger.Failures());
        Assert.False(ledger.IsFailure(0, 1));
        Assert.True(ledger.IsFailure(0, 2));
        Assert.Equal((1, 1, 4L), (ledger.Count(0, null).Ok, ledger.Failed, ledger.Records));
    }

    [Theory]
    [InlineData("empty", 1)] // the same try twice
    [InlineData("empty", 3)] // a try is missing
    [InlineData(null, 2)] // what was labelled is never tried again
    public void TryThatNothingAskedFor_IsDamage(string? reason, int attempt)
    {
        var ledger = new ShardLedger(0, 1);
        ledger.Replay(0, 1, reason, LabellingUsage.None);
        Assert.Throws<InvalidDataException>(() => ledger.Replay(0, attempt, null, LabellingUsage.None));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    public void ImagesOfOtherShards_AreRefused(int index) => Assert.Throws<ArgumentOutOfRangeException>(() => new ShardLedger(10, 2).TryBegin(index, 1));
}
