using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Names;

/// <summary>Lists of names, all made in the same way.</summary>
internal static class NameList
{
    public static Task<NamePage> PageAsync(ApiTransport transport, string kind, string? after, int? limit, CancellationToken cancellationToken) =>
        transport.GetAsync(ApiPath.Of(kind).With(("after", after), ("limit", limit)), ClientJson.Default.NamePage, cancellationToken);

    public static IAsyncEnumerable<string> AllAsync(ApiTransport transport, string kind, CancellationToken cancellationToken) =>
        Pages.AllAsync((string? after, CancellationToken token) => PageAsync(transport, kind, after, limit: null, token), page => page.Names, page => page.Next, cancellationToken);
}
