using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class BatchFeedTests
{
    [Fact]
    public void Take_KeepsTheOrder_AndTheProducerWaitsWhenItIsAhead()
    {
        int made = 0;
        using var thirdIsBegun = new ManualResetEventSlim();
        using var feed = new BatchFeed(i => Made(i, ref made, thirdIsBegun), 5, 12, ahead: 2);
        Assert.True(thirdIsBegun.Wait(TimeSpan.FromSeconds(30)));
        Assert.InRange(Volatile.Read(ref made), 3, 3); // two wait, the third is in hand
        Assert.Equal([5, 6, 7, 8, 9, 10, 11], Enumerable.Range(0, 7).Select(_ => feed.Take(CancellationToken.None).Position));
        Assert.Throws<InvalidOperationException>(() => feed.Take(CancellationToken.None));
    }

    [Fact]
    public void Take_ThrowsWhatTheProducerThrew()
    {
        using var feed = new BatchFeed(i => i < 2 ? Batch(i) : throw new IOException("the disk is gone"), 0, 9, ahead: 4);
        Assert.Equal([0, 1], Enumerable.Range(0, 2).Select(_ => feed.Take(CancellationToken.None).Position));
        Assert.Equal("the disk is gone", Assert.Throws<IOException>(() => feed.Take(CancellationToken.None)).Message);
    }

    [Fact]
    public void Dispose_EndsAProducerThatWaits()
    {
        int made = 0;
        using (var feed = new BatchFeed(i => Made(i, ref made, null), 0, long.MaxValue, ahead: 1)) feed.Take(CancellationToken.None);
        Assert.InRange(made, 1, 3);
    }

    private static TrainingBatch Made(long i, ref int made, ManualResetEventSlim? third)
    {
        if (Interlocked.Increment(ref made) == 3) third?.Set();
        return Batch(i);
    }

    private static TrainingBatch Batch(long i) => new([new([1, 2, 3], 1, 1, [], [])], BatchAugmentation.None, i);
}
