using System.Net.Http.Headers;

namespace AlignZeg.Client.Transport;

/// <summary>A call, told so that it can be made several times.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">Relative to the server, without a leading slash.</param>
internal sealed record ApiCall(HttpMethod Method, string Path)
{
    /// <summary>Makes the body, anew for every try; null = there is none.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>True if the call done twice is the call done once. Default: what HTTP says of the method.</summary>
    public bool Repeatable { get; init; } = Method == HttpMethod.Get || Method == HttpMethod.Put || Method == HttpMethod.Delete;

    /// <summary>Headers beside those that every call has.</summary>
    public Action<HttpRequestHeaders>? Headers { get; init; }

    /// <summary>False: a link that needs no key, and may lead to another host, gets none. Default: true.</summary>
    public bool WithKey { get; init; } = true;

    /// <summary>True: the answer's body is read by the caller while it comes.</summary>
    public bool Streams { get; init; }

    /// <summary>What the answer may take beyond the usual, once the body is sent; and how much longer it may be silent while it comes.</summary>
    public TimeSpan More { get; init; }

    public static ApiCall Get(string path) => new(HttpMethod.Get, path);

    public static ApiCall Post(string path, Func<HttpContent>? content = null) => new(HttpMethod.Post, path) { Content = content };

    public static ApiCall Put(string path, Func<HttpContent> content) => new(HttpMethod.Put, path) { Content = content };
}
