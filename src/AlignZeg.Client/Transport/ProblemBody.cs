using System.Net;
using System.Text.Json;

namespace AlignZeg.Client.Transport;

/// <summary>What a server says of an error, RFC 9457.</summary>
internal sealed record ProblemBody(string? Type = null, string? Title = null, string? Detail = null, string? RequestId = null, IReadOnlyList<string>? Problems = null)
{
    private const string Prefix = "urn:alignzeg:problem:", RequestIdHeader = "X-Request-Id";

    /// <summary>The exception for an answer that is no success.</summary>
    /// <param name="answer">It.</param> <param name="server">Where the call went.</param> <param name="longestSilence">After which its body is given up.</param> <param name="time">Measures.</param> <param name="cancellationToken">Ends the reading.</param>
    public static async Task<AlignZegApiException> ReadAsync(HttpResponseMessage answer, Uri server, TimeSpan longestSilence, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await TryParseAsync(answer, longestSilence, time, cancellationToken);
        string? code = body?.Type?.StartsWith(Prefix, StringComparison.Ordinal) == true ? body.Type[Prefix.Length..] : null;
        return new(body?.Detail ?? body?.Title ?? Unknown(Answering(answer, server), answer.StatusCode), answer.StatusCode)
        {
            Code = code,
            RequestId = body?.RequestId ?? (answer.Headers.TryGetValues(RequestIdHeader, out var ids) ? ids.FirstOrDefault() : null),
            Problems = body?.Problems ?? [],
            RetryAfter = answer.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - time.GetUtcNow() : null,
        };
    }

    private static string Unknown(Uri server, HttpStatusCode status) => (int)status >= 500
        ? $"{server} answers {(int)status}, and not as AlignZeg does; something before it may be at fault."
        : $"{server} answers {(int)status}, and not as AlignZeg does; is the address right?";

    // A link may have led elsewhere; of that address no more than the host, since the rest may be a secret.
    private static Uri Answering(HttpResponseMessage answer, Uri server) =>
        answer.RequestMessage?.RequestUri is { IsAbsoluteUri: true } last && last.Authority != server.Authority ? new(last.GetLeftPart(UriPartial.Authority)) : server;

    private static async Task<ProblemBody?> TryParseAsync(HttpResponseMessage answer, TimeSpan longestSilence, TimeProvider time, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json") return null;
        try
        {
            await using var body = new LivelyStream(await answer.Content.ReadAsStreamAsync(cancellationToken), longestSilence, time);
            return await JsonSerializer.DeserializeAsync(body, ClientJson.Default.ProblemBody, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or IOException or HttpRequestException)
        {
            return null; // the status says enough
        }
    }
}
