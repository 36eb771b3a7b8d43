using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.Images;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Features;

/// <summary>Texts or images to features by one CLIP. Items are computed one by one, so that no feature depends on what else was asked for.</summary>
internal sealed class FeatureMaker(string model)
{
    /// <summary>Features of texts in input order.</summary>
    /// <exception cref="CommandException">The model cannot be used.</exception>
    public IReadOnlyList<float[]> OfTexts(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        Make(texts, (encoder, text) => encoder.EmbedText(text), cancellationToken);

    /// <summary>Features of image files in input order.</summary>
    /// <exception cref="CommandException">The model cannot be used, or a file is no image.</exception>
    public IReadOnlyList<float[]> OfImages(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        foreach (var path in paths.Where(path => !File.Exists(path))) throw CommandException.BadInput($"There is no image '{path}'."); // said before the model is loaded
        var decoder = new ImageDecoder();
        return Make(paths, (encoder, path) => encoder.EmbedImage(Prepare(decoder, path, encoder.Preprocessing).Pixels), cancellationToken);
    }

    private List<float[]> Make(IReadOnlyList<string> items, Func<ClipEncoder, string, float[]> make, CancellationToken cancellationToken)
    {
        TorchDevices.Threads = 1; // the same bits on machines with other numbers of cores
        try
        {
            using var encoder = ClipEncoder.Load(ModelSource.Parse(model).Path);
            var features = new List<float[]>(items.Count);
            foreach (var item in items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                features.Add(make(encoder, item));
            }

            return features;
        }
        catch (ModelBundleException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }

    private static RgbImage Prepare(ImageDecoder decoder, string path, ImagePreprocessing preprocessing)
    {
        try
        {
            decoder.CheckLength(new FileInfo(path).Length, path);
            return SquareCrop.Of(decoder.Decode(File.ReadAllBytes(path), path), preprocessing.ShortSide, preprocessing.Crop);
        }
        catch (ImageRefusedException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"The image '{path}' cannot be read.", exception);
        }
    }
}
