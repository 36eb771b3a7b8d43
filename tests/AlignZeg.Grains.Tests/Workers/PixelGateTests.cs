using AlignZeg.Grains.Workers;
using Xunit;

namespace AlignZeg.Grains.Tests.Workers;

public sealed class PixelGateTests
{
    [Fact]
    public void Pixels_WaitForRoom_InOrder()
    {
        var gate = new PixelGate(100);
        Assert.True(gate.EnterAsync(60).IsCompleted);
        var (second, third) = (gate.EnterAsync(60), gate.EnterAsync(10));
        Assert.False(second.IsCompleted);
        Assert.False(third.IsCompleted); // no overtaking: large images would starve
        gate.Leave(60);
        Assert.True(second.IsCompleted);
        Assert.True(third.IsCompleted);
    }

    [Fact]
    public void HugeImage_PassesAlone()
    {
        var gate = new PixelGate(100);
        Assert.True(gate.EnterAsync(1000).IsCompleted);
        var next = gate.EnterAsync(1);
        Assert.False(next.IsCompleted);
        gate.Leave(1000);
        Assert.True(next.IsCompleted);
    }
}
