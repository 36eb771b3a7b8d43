using AlignZeg.Model.Bundles;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Training.Regions;

/// <summary>A frozen CLIP that looks at regions of pictures and at names: what proposals are before anything is trained.</summary>
public sealed class RegionEmbedder : IDisposable
{
    private const float Hidden = -100;
    private readonly ClipBundle _clip;

    private RegionEmbedder(ClipBundle clip) => _clip = clip;

    /// <summary>tau, by which cosines are multiplied.</summary>
    public float Temperature
    {
        get
        {
            using var scope = NewDisposeScope();
            return _clip.Model.Temperature.ToSingle();
        }
    }

    /// <summary>Loads a CLIP onto the CPU.</summary>
    /// <param name="path">A bundle, a folder of Hugging Face, or a checkpoint of OpenAI with its vocabulary.</param>
    /// <exception cref="ModelBundleException">Files are missing, damaged, or do not fit each other.</exception>
    public static RegionEmbedder Load(string path) => new(ClipBundle.Load(path, CPU));

    /// <summary>Prototypes of classes over templates.</summary>
    /// <returns>T, [C, D] row-major, L2-normalised.</returns>
    public float[] EmbedNames(IReadOnlyList<string> names, IReadOnlyList<string> templates)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        return new TextEncoder(_clip.Model, _clip.Tokenizer).EmbedClasses([.. names.Select(name => (IReadOnlyList<string>)[name])], templates, CPU).ToNumbers<float>();
    }

    /// <summary>Embeds every region: a class token that sees the patches that lie mostly inside, or the one that lies inside most.</summary>
    public RegionSet Embed(IEnumerable<RegionPicture> pictures, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        using var none = no_grad();
        var (embeddings, labels, dimension) = (new List<float>(), new List<int>(), _clip.Model.Config.ProjectionDim);
        foreach (var picture in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            embeddings.AddRange(Embed(picture));
            labels.AddRange(picture.Regions.Select(region => region.Label));
        }

        return new(dimension, [.. embeddings], [.. labels]);
    }

    /// <inheritdoc/>
    public void Dispose() => _clip.Dispose();

    private float[] Embed(RegionPicture regions)
    {
        using var scope = NewDisposeScope();
        var picture = regions.Picture;
        var image = PixelTensor.Normalise(PixelTensor.Of([picture.Rgb], picture.Width, picture.Height, CPU));                           // [1, 3, H, W]
        bool[] inside = [.. regions.Regions.SelectMany(region => region.Mask)];
        var masks = tensor(inside, [1, regions.Regions.Count, picture.Height, picture.Width]).to(ScalarType.Float32);                   // [1, N, H, W]
        int patch = _clip.Model.Config.Vision.PatchSize;
        var share = functional.avg_pool2d(masks, [patch, patch]).flatten(2);                                                            // [1, N, L]
        var seen = share.ge(.5) | share.ge(share.amax([-1], keepdim: true));                                                            // [1, N, L]
        var bias = (Hidden * (1 - seen.to(ScalarType.Float32))).unsqueeze(1);                                                           // [1, 1, N, L]
        return _clip.Model.EmbedRegions(_clip.Model.Extract(image), bias).ToNumbers<float>();                                           // [1, N, D]
    }
}
