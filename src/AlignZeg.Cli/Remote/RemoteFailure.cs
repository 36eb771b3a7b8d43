using System.Net;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Client;

namespace AlignZeg.Cli.Remote;

/// <summary>What a server refused, or why there is none, for the person at the keyboard.</summary>
internal static class RemoteFailure
{
    /// <summary>2 where the person can mend it, 1 where waiting or an operator helps.</summary>
    public static int ExitCodeOf(AlignZegApiException failure) =>
        failure.Status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
            ? ExitCode.BadInput
            : ExitCode.Failed;

    /// <summary>One sentence: what, and what to do.</summary>
    public static string Describe(AlignZegApiException failure) => failure switch
    {
        { Status: null } => $"{OneLine(failure.Message)} Is it running ('alignzeg serve')? Another address: --server or ALIGNZEG_SERVER.",
        { Status: HttpStatusCode.Unauthorized } => "The server refuses the API key; it is unknown, revoked or at its end. Give another one: --key-file or ALIGNZEG_KEY.",
        { Code: null } => OneLine(failure.Message),
        { Status: HttpStatusCode.Forbidden } => $"{OneLine(failure.Message)} An operator makes keys with other scopes: alignzeg tenant key create.",
        _ => OneLine(failure.Message) + More(failure) + Later(failure) + Request(failure),
    };

    private static string More(AlignZegApiException failure) => failure.Problems.Count > 1 ? $" ({failure.Problems.Count - 1} more such: {OneLine(failure.Problems[1])})" : "";

    private static string Later(AlignZegApiException failure) => failure.RetryAfter is { } wait ? $" Try again in {Figures.Duration(wait)}." : "";

    private static string Request(AlignZegApiException failure) => failure is { Status: HttpStatusCode.InternalServerError, RequestId: { } id } ? $" (request {id})" : "";

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
