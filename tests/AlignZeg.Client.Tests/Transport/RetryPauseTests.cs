using System.Net;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Tests.Transport;

public sealed class RetryPauseTests
{
    private static readonly AlignZegClientOptions Options = new() { FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(10) };

    [Fact]
    public void Pauses_GrowToTheLongest_EachWithARandomHalf()
    {
        var pauses = new RetryPause(Options, 6);
        double[] most = [1, 2, 4, 8, 10, 10];
        foreach (double longest in most) Assert.InRange(pauses.After(Busy())!.Value.TotalSeconds, longest / 2, longest);
        Assert.Null(pauses.After(Busy()));
    }

    [Fact]
    public void RetryAfter_IsWaitedFor() => Assert.Equal(TimeSpan.FromSeconds(7), new RetryPause(Options, 1).After(Busy(TimeSpan.FromSeconds(7))));

    [Fact]
    public void RetryAfter_LongerThanTheLongestPause_IsLeftToTheCaller() => Assert.Null(new RetryPause(Options, 9).After(Busy(TimeSpan.FromHours(3))));

    [Fact]
    public void RetryAfter_OfNothing_DoesNotShortenThePause() => Assert.InRange(new RetryPause(Options, 1).After(Busy(TimeSpan.Zero))!.Value.TotalSeconds, 0.5, 1);

    private static AlignZegApiException Busy(TimeSpan? after = null) => new("Busy.", HttpStatusCode.TooManyRequests) { RetryAfter = after };
}
