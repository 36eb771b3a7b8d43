namespace AlignZeg.Server.Web;

/// <summary>A file of the pages, as it is sent.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Brotli">The same, compressed; null where that saves nothing.</param>
/// <param name="MediaType">What it is.</param>
/// <param name="ETag">The hash of its bytes, in quotes.</param>
/// <param name="IsHashed">True: its name changes with its bytes, so that it may be kept for ever.</param>
internal sealed record WebAsset(byte[] Content, byte[]? Brotli, string MediaType, string ETag, bool IsHashed);
