using AlignZeg.Model.Bundles;

namespace AlignZeg.Model.Inference;

/// <summary>
/// Training-free dense segmentation by a bundle's CLIP alone: one class token per patch that looks at the patch and its neighbours, its class probabilities
/// enlarged to the picture. The row that a trained model must beat. Source: the idea of MaskCLIP (dense CLIP without training); the 3x3 window is ours,
/// because a single patch of the tiny CLIP is smaller than a pattern's period (embedded-world study).
/// </summary>
public sealed class DenseClip : IDisposable
{
    private readonly ClipBundle _clip;

    private DenseClip(ClipBundle clip) => _clip = clip;

    /// <summary>Loads the CLIP of a bundle, or a published one, on the CPU.</summary>
    /// <exception cref="ModelBundleException">Files are missing, damaged, or do not fit each other.</exception>
    public static DenseClip Load(string directory) => new(ClipBundle.Load(directory, TorchDevices.Open("cpu")));

    /// <summary>Every pixel gets its best class, with that class's probability as confidence; nothing is left unclaimed.</summary>
    public SegmentedImage Segment(SegmenterInput input, Classifier classifier)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(classifier);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var image = PixelTensor.Normalise(PixelTensor.Of([input.Rgb], input.Size.Width, input.Size.Height, CPU), _clip.Preprocessing.Mean, _clip.Preprocessing.Deviation);
        var features = _clip.Model.Extract(image);
        var embeddings = _clip.Model.EmbedRegions(features, Windows(features.Height, features.Width));                     // [1, L, D]
        var text = tensor(classifier.Text, [classifier.Classes, classifier.Dimension]);                                     // [C, D]
        var probabilities = (_clip.Model.Temperature * Products.Of(embeddings, text.mT)).softmax(-1);                      // [1, L, C]
        var map = probabilities.mT.reshape(1, classifier.Classes, features.Height, features.Width);                         // [1, C, h, w]
        return SemanticMap.Compose(map.logit(1e-6), eye(classifier.Classes), input.Width, input.Height, claim: 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _clip.Dispose();

    /// <summary>0 for a patch's 3x3 neighbourhood, -100 elsewhere.</summary>
    /// <returns>[1, 1, L, L].</returns>
    private static Tensor Windows(int height, int width)
    {
        using var scope = NewDisposeScope();
        var (y, x) = (arange(height).repeat_interleave(width), arange(width).repeat(height));                               // [L] each
        var near = (y.unsqueeze(0) - y.unsqueeze(1)).abs().le(1) & (x.unsqueeze(0) - x.unsqueeze(1)).abs().le(1);           // [L, L]
        return (-100 * (1 - near.to(ScalarType.Float32))).unsqueeze(0).unsqueeze(0).MoveToOuterDisposeScope();
    }
}
