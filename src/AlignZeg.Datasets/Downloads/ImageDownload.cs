using System.Net;
using AlignZeg.Datasets.Archives;

namespace AlignZeg.Datasets.Downloads;

/// <summary>Fetches images from the web: each within its limits, again after failures that may pass. Never throws or tells an address: it may hold credentials.</summary>
/// <param name="http">Makes the calls.</param> <param name="limits">How much and how long.</param> <param name="time">The clock.</param>
public sealed class ImageDownload(HttpMessageInvoker http, DownloadLimits limits, TimeProvider time)
{
    /// <summary>What holds for each image.</summary>
    public DownloadLimits Limits => limits;

    /// <summary>All bytes of an image, or why there are none: one of <see cref="SkipReasons"/>.</summary>
    /// <param name="address">Of http or https.</param> <param name="cancellationToken">Stops at once.</param>
    public async Task<(byte[]? Content, string? Reason)> ReadAsync(Uri address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        var pause = limits.FirstPause;
        for (int left = limits.Retries; ; left--, pause *= 2)
        {
            var tried = await TryAsync(address, cancellationToken).ConfigureAwait(false);
            if (!tried.MayPass || left == 0) return (tried.Content, tried.Reason);
            var wait = tried.RetryAfter > pause ? tried.RetryAfter.Value : pause * (0.5 + Random.Shared.NextDouble() / 2);
            await Task.Delay(wait < limits.LongestPause ? wait : limits.LongestPause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Try> TryAsync(Uri address, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limits.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { UserAgent = { new("AlignZeg", null) } } }; // some refuse who does not say what they are
            using var answer = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode) return Refused(answer);
            if (answer.Content.Headers.ContentLength > limits.MaxBytes) return new(null, SkipReasons.TooManyBytes);
            var body = await answer.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using var _ = body.ConfigureAwait(false);
            var (content, reason) = await ImageIntake.ReadAsync(body, limits.MaxBytes, either.Token).ConfigureAwait(false);
            return new(content, reason);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(null, SkipReasons.FetchFailed, MayPass: true);
        }
    }

    private Try Refused(HttpResponseMessage answer)
    {
        var after = answer.Headers.RetryAfter;
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new(null, SkipReasons.NotFound),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(null, SkipReasons.NoAccess),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new(null, SkipReasons.FetchFailed, MayPass: true, after?.Delta ?? after?.Date - time.GetUtcNow()),
            _ => new(null, SkipReasons.FetchFailed),
        };
    }

    private readonly record struct Try(byte[]? Content, string? Reason, bool MayPass = false, TimeSpan? RetryAfter = null);
}
