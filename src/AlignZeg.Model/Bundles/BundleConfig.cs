using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Bundles;

/// <summary>A bundle's config.json.</summary>
/// <param name="Format">Version of the layout; 1.</param> <param name="Name">For people.</param>
/// <param name="Clip">Numbers of the CLIP.</param> <param name="AlignZeg">Numbers of the network on it.</param>
public sealed record BundleConfig(int Format, string Name, ClipConfig Clip, AlignZegConfig AlignZeg)
{
    /// <summary>The layout that this version reads and writes.</summary>
    public const int CurrentFormat = 1;
}
