using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Downloads;

/// <summary>Addresses of images on the web. They may hold credentials: only their path is ever shown.</summary>
internal static class ImageAddress
{
    // What signatures of Azure, Amazon and Google are made of; the rest of a query may say which image is meant.
    private static readonly HashSet<string> OfSignatures = new(StringComparer.OrdinalIgnoreCase)
    {
        "sig", "sv", "se", "st", "sp", "spr", "sr", "sip", "si", "ss", "srt", "ses", "sdd", "skoid", "sktid", "skt", "ske", "sks", "skv", "saoid", "suoid", "scid",
        "Signature", "Expires", "Policy", "Key-Pair-Id", "AWSAccessKeyId", "GoogleAccessId",
    };

    /// <summary>True if it is meant as an address and no path.</summary>
    public static bool Is(string image) => image.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || image.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address; null = it is none.</summary>
    public static Uri? Parse(string image) => Is(image) && Uri.TryCreate(image, UriKind.Absolute, out var address) ? address : null;

    /// <summary>What an image is called that has no other name: the path, without host, query and user.</summary>
    public static string NameOf(Uri address) => SafeName.Of(Uri.UnescapeDataString(address.AbsolutePath));

    /// <summary>Which image it is: the same one under a renewed signature.</summary>
    public static UInt128 KeyOf(Uri address)
    {
        string[] query = address.Query.TrimStart('?').Split('&');
        if (query.Any(part => NameIn(part).EndsWith("sig", StringComparison.OrdinalIgnoreCase) || NameIn(part).EndsWith("signature", StringComparison.OrdinalIgnoreCase)))
            query = [.. query.Where(part => !IsOfSignature(NameIn(part)))];
        string text = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) + '?' + string.Join('&', query);
        return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static string NameIn(string part) => part.Split('=')[0];

    private static bool IsOfSignature(string name) =>
        OfSignatures.Contains(name) || name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Goog-", StringComparison.OrdinalIgnoreCase);
}
