using AlignZeg.Abstractions.Models;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Tests.Labelling;
using Xunit;

namespace AlignZeg.Grains.Tests.Devices;

public sealed class DeviceThreadTests : IDisposable
{
    private readonly DeviceThread _device = new("cpu#1", new FakeSegmenterFactory(), maxWaiting: 2, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _device.Dispose();

    [Fact]
    public async Task Work_RunsOnOneThread()
    {
        int first = await _device.RunBulkAsync(_ => Environment.CurrentManagedThreadId, Token);
        Assert.Equal(first, await _device.RunInteractiveAsync(_ => Environment.CurrentManagedThreadId, Token));
        Assert.NotEqual(first, Environment.CurrentManagedThreadId);
    }

    [Fact]
    public async Task InteractiveWork_GoesBeforeBulkWork_AndIsBounded()
    {
        using var hold = new ManualResetEventSlim();
        using var started = new SemaphoreSlim(0);
        var order = new List<string>();
        var running = _device.RunBulkAsync(
            _ =>
            {
                started.Release();
                hold.Wait(Token);
                return 0;
            },
            Token);
        await started.WaitAsync(Token);
        Task[] waiting = [Note("bulk", false), Note("first", true), Note("second", true)];
        await Assert.ThrowsAsync<DeviceBusyException>(() => _device.RunInteractiveAsync(_ => 0, Token));
        Assert.Equal(3, _device.Health().Waiting);
        hold.Set();
        await Task.WhenAll([running, .. waiting]);
        Assert.Equal(["first", "second", "bulk"], order);

        Task Note(string name, bool interactive) => interactive ? _device.RunInteractiveAsync(_ => Add(name), Token) : _device.RunBulkAsync(_ => Add(name), Token);
        int Add(string name)
        {
            order.Add(name);
            return 0;
        }
    }

    [Fact]
    public async Task FailedWork_FailsItsCallerOnly()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _device.RunBulkAsync<int>(_ => throw new InvalidOperationException(), Token));
        Assert.Equal(1, await _device.RunBulkAsync(_ => 1, Token));
    }

    [Fact]
    public async Task CancelledWork_IsNotBegun()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _device.RunBulkAsync(_ => 1, cancelled.Token));
    }

    [Fact]
    public async Task ClosedDevice_RefusesWork()
    {
        _device.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _device.RunBulkAsync(_ => 1, Token));
    }
}
