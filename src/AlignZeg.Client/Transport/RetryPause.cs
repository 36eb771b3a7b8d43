using System.Net;

namespace AlignZeg.Client.Transport;

/// <summary>Whether to try again after a failure, and when: after what the server asks for, otherwise after pauses that grow, each with a random part.</summary>
/// <param name="options">How long.</param> <param name="retries">How often.</param>
internal sealed class RetryPause(AlignZegClientOptions options, int retries)
{
    private int _done;

    /// <summary>The pause before the next try; null = there shall be none.</summary>
    public TimeSpan? After(AlignZegApiException failure)
    {
        if (_done >= retries || !MayPass(failure) || failure.RetryAfter > options.LongestPause) return null;
        var longest = options.FirstPause * Math.Pow(2, Math.Min(_done++, 30));
        var pause = (longest < options.LongestPause ? longest : options.LongestPause) * (0.5 + Random.Shared.NextDouble() / 2);
        return failure.RetryAfter > pause ? failure.RetryAfter : pause;
    }

    /// <summary>True if the same call may succeed later without anybody mending anything.</summary>
    public static bool MayPass(AlignZegApiException failure) => failure.Status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
