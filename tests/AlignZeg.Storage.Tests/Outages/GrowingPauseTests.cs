using AlignZeg.Storage.Outages;
using Xunit;

namespace AlignZeg.Storage.Tests.Outages;

public sealed class GrowingPauseTests
{
    [Theory]
    [InlineData(100, 2_000, new[] { 100, 200, 400, 800, 1_600, 2_000, 2_000 })]
    [InlineData(50, 50, new[] { 50, 50 })]
    [InlineData(80, 30, new[] { 30, 30 })]
    public void Pause_Doubles_UpToTheLongest(int first, int longest, int[] expected)
    {
        var pause = new GrowingPause(TimeSpan.FromMilliseconds(first), TimeSpan.FromMilliseconds(longest));
        Assert.Equal(expected, expected.Select(_ => (int)pause.Next().TotalMilliseconds));
    }
}
