using AlignZeg.Abstractions.Blobs;
using AlignZeg.Cli.Labelling;
using Xunit;

namespace AlignZeg.Grains.Tests.Labelling;

public sealed class InsistenceTests
{
    public static TheoryData<Exception> Passing =>
        [new TimeoutException(), new SiloUnavailableException(), new StorageException("away", StorageFault.Unavailable), new OperationCanceledException("Message expired before placement could complete.")];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task WhatMayPass_IsTriedAgain(Exception exception)
    {
        int calls = 0;
        Assert.Equal(3, await Insistence.CallAsync(() => ++calls < 3 ? throw exception : Task.FromResult(calls), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WhatIsNotAnswered_IsAskedAgain()
    {
        int calls = 0;
        Assert.Equal(2, await Insistence.CallAsync(() => ++calls < 2 ? new TaskCompletionSource<int>().Task : Task.FromResult(calls), TestContext.Current.CancellationToken, TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public async Task WhatDoesNotPass_AndWhatTheCallerCancels_EndIt()
    {
        int calls = 0;
        await Assert.ThrowsAsync<StorageException>(() => Insistence.CallAsync(() => ++calls > 0 ? throw new StorageException("bad", StorageFault.Damaged) : Task.CompletedTask, TestContext.Current.CancellationToken));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Insistence.CallAsync(() => ++calls > 0 ? throw new OperationCanceledException(cancelled.Token) : Task.CompletedTask, cancelled.Token));
        Assert.Equal(2, calls);
    }
}
