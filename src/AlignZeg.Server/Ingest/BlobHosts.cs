using AlignZeg.Abstractions.Datasets;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Problems;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Ingest;

/// <summary>Which containers may be read from: nobody has this server call into its own network. Messages never repeat what comes behind the question mark.</summary>
internal sealed class BlobHosts(IOptions<UploadOptions> options)
{
    private const string AnyLabel = "*.";
    private static readonly string[] Azure = ["*.blob.core.windows.net"];

    private IReadOnlyList<string> Patterns => options.Value.BlobHosts ?? Azure;

    /// <summary>The request for a container that may be read.</summary>
    /// <exception cref="ProblemException">It may not, or is none.</exception>
    public ImportRequest Check(string? container, string? prefix)
    {
        if (!Uri.TryCreate(container, UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || address.Fragment.Length > 0) throw Refused("The container is not an address");
        if (!Patterns.Any(pattern => Allows(pattern, address)))
            throw Refused($"Containers of '{address.Scheme}://{address.Authority}' are not read here, only those of {string.Join(", ", Patterns)}");
        var parts = new BlobUriBuilder(address);
        if (string.IsNullOrEmpty(parts.BlobContainerName) || !string.IsNullOrEmpty(parts.BlobName)) throw Refused("The address names no container, or more than one");
        return new(address.GetLeftPart(UriPartial.Path), address.Query.TrimStart('?'), prefix ?? "");
    }

    private static bool Allows(string pattern, Uri address)
    {
        int scheme = pattern.IndexOf("://", StringComparison.Ordinal);
        var (wanted, host) = scheme < 0 ? (Uri.UriSchemeHttps, pattern) : (pattern[..scheme], pattern[(scheme + 3)..]);
        return address.Scheme == wanted && (host.StartsWith(AnyLabel, StringComparison.Ordinal)
            ? address.Authority.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && address.Authority[dot..].Equals(host[1..], StringComparison.OrdinalIgnoreCase)
            : address.Authority.Equals(host, StringComparison.OrdinalIgnoreCase));
    }

    private static ProblemException Refused(string what) => new(ProblemTypes.InvalidImport, $"{what}; give https://ACCOUNT.blob.core.windows.net/CONTAINER?SIGNATURE.");
}
