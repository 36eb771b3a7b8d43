using System.Runtime.CompilerServices;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Names;

/// <summary>Lists of names, all made in the same way.</summary>
internal static class NameList
{
    public static Task<NamePage> PageAsync(ApiTransport transport, string kind, string? after, int? limit, CancellationToken cancellationToken) =>
        transport.GetAsync(ApiPath.Of(kind).With(("after", after), ("limit", limit)), ClientJson.Default.NamePage, cancellationToken);

    public static async IAsyncEnumerable<string> AllAsync(ApiTransport transport, string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var page = await PageAsync(transport, kind, after, limit: null, cancellationToken);
            foreach (string name in page.Names) yield return name;
            if ((after = page.Next) is null) yield break;
        }
    }
}
