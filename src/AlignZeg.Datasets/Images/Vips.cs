using NetVips;

namespace AlignZeg.Datasets.Images;

/// <summary>
/// The libvips of this process, set up once. Images are decoded in parallel by whole images, so each pipeline has one thread; the operation cache is off,
/// so that memory holds the images in flight and nothing else; loaders that libvips itself calls unfit for untrusted input are blocked.
/// </summary>
internal static class Vips
{
    private static readonly Lazy<bool> Ready = new(Configure);

    /// <summary>What libvips would print about a damaged image says <see cref="ImageRefusedException"/> already; kept here, because native code calls
    /// it.</summary>
    private static readonly Log.LogDelegate Silent = static (_, _, _) => { };

    /// <summary>Call before the first use of libvips; idempotent and thread-safe.</summary>
    public static void EnsureReady() => _ = Ready.Value;

    private static bool Configure()
    {
        NetVips.NetVips.Concurrency = 1;
        NetVips.NetVips.BlockUntrusted = true;
        Cache.Max = 0;
        _ = Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning | Enums.LogLevelFlags.Message | Enums.LogLevelFlags.Info, Silent);
        return true;
    }
}
