using System.Net;

namespace AlignZeg.Client;

/// <summary>A call that did not do what was asked. The message is one sentence of the server's, or about the connection to it.</summary>
public sealed class AlignZegApiException : Exception
{
    internal AlignZegApiException(string detail, HttpStatusCode? status = null, Exception? inner = null) : base(detail, inner) => Status = status;

    /// <summary>The status of the answer; null = there was none: no connection, or it broke, or it took too long.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The kind of the problem, such as <c>job-not-found</c>: stable, for programs. Null = whoever answered does not speak the API, or nobody did.</summary>
    public string? Code { get; init; }

    /// <summary>What the server's log calls the request; null if it did not say.</summary>
    public string? RequestId { get; init; }

    /// <summary>One sentence each where there are several problems, of a vocabulary for example; empty otherwise.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>When the same call may succeed, from the answer on; null = the server did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
