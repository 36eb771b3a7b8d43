using AlignZeg.Model.Bundles;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Inference;

/// <summary>A CLIP as a maker of features: texts and pictures into one space. Not thread-safe: all calls come from one thread.</summary>
public sealed class ClipEncoder : IDisposable
{
    private readonly ClipBundle _clip;
    private readonly Device _device;

    private ClipEncoder(ClipBundle clip, Device device) => (_clip, _device) = (clip, device);

    /// <summary>How pictures are to be prepared.</summary>
    public ImagePreprocessing Preprocessing => _clip.Preprocessing;

    /// <summary>Loads a CLIP.</summary>
    /// <param name="path">A bundle, a folder of Hugging Face, or a checkpoint of OpenAI; texts need a vocabulary beside it.</param> <param name="device">"cpu", "cuda" or "cuda:N".</param>
    /// <exception cref="ModelBundleException">Files are missing, damaged, or do not fit each other; or there is no such device.</exception>
    public static ClipEncoder Load(string path, string device = "cpu")
    {
        var target = TorchDevices.Open(device);
        return new(ClipBundle.Load(path, target), target);
    }

    /// <summary>Loads the tokenizer alone, without the weights.</summary>
    /// <param name="path">As for <see cref="Load"/>; a folder may also hold nothing but a vocabulary.</param>
    /// <exception cref="ModelBundleException">There is no vocabulary, or it is damaged or belongs to another model.</exception>
    public static ITokenizer LoadTokenizer(string path) => ClipBundle.LoadTokenizer(path);

    /// <summary>Features of a text.</summary>
    /// <returns>[D], L2-normalised.</returns>
    /// <exception cref="ModelBundleException">The CLIP came without a vocabulary.</exception>
    public float[] EmbedText(string text)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        return new TextEncoder(_clip.Model, _clip.Tokenizer).Embed([text], _device).ToNumbers<float>();
    }

    /// <summary>Features of a picture.</summary>
    /// <param name="rgb">Interleaved 8-bit RGB of the square that <see cref="Preprocessing"/> asks for, row-major.</param>
    /// <returns>[D], L2-normalised.</returns>
    public float[] EmbedImage(byte[] rgb)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var pixels = PixelTensor.Of([rgb], Preprocessing.Crop, Preprocessing.Crop, _device);                // [1, 3, H, W]
        return _clip.Model.EmbedImage(PixelTensor.Normalise(pixels, Preprocessing.Mean, Preprocessing.Deviation)).ToNumbers<float>();
    }

    /// <inheritdoc/>
    public void Dispose() => _clip.Dispose();
}
