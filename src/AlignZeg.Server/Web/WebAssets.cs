using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace AlignZeg.Server.Web;

/// <summary>The pages of <c>src/AlignZeg.Web/dist</c>, which are in this assembly: they come from this process alone. Compressed once, when the first is asked for.</summary>
internal sealed class WebAssets
{
    private const string Prefix = "web/", Hashed = "assets/";
    private readonly Lazy<Dictionary<string, WebAsset>> _assets = new(Load);

    /// <summary>The one page, for every address that is none of a file: what it shows it takes from the address.</summary>
    public WebAsset Page => _assets.Value["index.html"];

    /// <summary>A file by its path below <c>/ui/</c>; null = there is none.</summary>
    public WebAsset? Find(string path) => _assets.Value.GetValueOrDefault(path);

    private static Dictionary<string, WebAsset> Load()
    {
        var assembly = typeof(WebAssets).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..].Replace('\\', '/'), name => Read(assembly, name), StringComparer.Ordinal);
    }

    private static WebAsset Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        byte[] content = buffer.ToArray(), compressed = Compress(content);
        return new(
            content, compressed.Length < content.Length ? compressed : null, MediaTypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"",
            name.StartsWith(Prefix + Hashed, StringComparison.Ordinal));
    }

    private static byte[] Compress(byte[] content)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.SmallestSize)) brotli.Write(content);
        return target.ToArray();
    }

    private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
