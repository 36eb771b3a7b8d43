using AlignZeg.Datasets.Containers;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Downloads;

/// <summary>Addresses of images, and of containers of images. They may hold credentials, and are shown without.</summary>
public static class ImageAddress
{
    // What signatures of Azure, Amazon and Google are made of; the rest of a query may say which image is meant.
    private static readonly HashSet<string> OfSignatures = new(StringComparer.OrdinalIgnoreCase)
    {
        "sig", "sv", "se", "st", "sp", "spr", "sr", "sip", "si", "ss", "srt", "ses", "sdd", "skoid", "sktid", "skt", "ske", "sks", "skv", "saoid", "suoid", "scid",
        "Signature", "Expires", "Policy", "Key-Pair-Id", "AWSAccessKeyId", "GoogleAccessId",
    };

    /// <summary>True if it is meant as an address and no path.</summary>
    public static bool Is(string image) => image is not null && (image.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || image.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    /// <summary>What messages, lists and results call an input: an address without user, query and fragment, which may hold credentials; a path as it is.</summary>
    public static string Shown(string input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!Is(input)) return input;
        return Parse(input) is { } address ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "a broken address";
    }

    /// <summary>The address; null = it is none.</summary>
    internal static Uri? Parse(string image) => Is(image) && Uri.TryCreate(image, UriKind.Absolute, out var address) ? address : null;

    /// <summary>What an image is called that has no other name: the path, without host, query and user.</summary>
    internal static string NameOf(Uri address) => SafeName.Of(Uri.UnescapeDataString(address.AbsolutePath));

    /// <summary>Which image it is: the same one under a renewed signature.</summary>
    internal static UInt128 KeyOf(Uri address)
    {
        string[] query = address.Query.TrimStart('?').Split('&');
        if (query.Any(part => NameIn(part).EndsWith("sig", StringComparison.OrdinalIgnoreCase) || NameIn(part).EndsWith("signature", StringComparison.OrdinalIgnoreCase)))
            query = [.. query.Where(part => !IsOfSignature(NameIn(part)))];
        string text = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) + '?' + string.Join('&', query);
        return ContentKey.Of(text);
    }

    private static string NameIn(string part) => part.Split('=')[0];

    private static bool IsOfSignature(string name) =>
        OfSignatures.Contains(name) || name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Goog-", StringComparison.OrdinalIgnoreCase);
}
