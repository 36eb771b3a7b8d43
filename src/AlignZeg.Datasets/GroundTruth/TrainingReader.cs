using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Worlds;

namespace AlignZeg.Datasets.GroundTruth;

/// <summary>
/// Augmented crops of a data set on disk, for training: every picture once per epoch in an order that the epoch decides. A crop follows from its position alone, so that
/// there is nothing to save. Pictures on which nothing but ignored pixels is left are passed over. Thread-safe.
/// </summary>
public sealed class TrainingReader
{
    private const int MostAttempts = 1000;
    private readonly IReadOnlyList<LabelledFile> _files;
    private readonly SeenLabels _labels;
    private readonly Augmentation _augmentation;
    private readonly ImageDecoder _decoder = new();
    private readonly long _seed;
    private volatile EpochOrder _order = new(-1, []);

    /// <param name="files">Of the training subset.</param> <param name="labels">What training may see of their maps.</param>
    /// <param name="options">Of the augmentation.</param> <param name="seed">Of order and augmentation.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of its range.</exception>
    public TrainingReader(IReadOnlyList<LabelledFile> files, SeenLabels labels, AugmentationOptions options, long seed)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(files.Count);
        options.Validate();
        (_files, _labels, _augmentation, _seed) = (files, labels, new(options), seed);
    }

    /// <summary>Names of the seen classes; label i + 1 is the i-th.</summary>
    public IReadOnlyList<string> SeenNames => _labels.Names;

    /// <summary>Number of pictures.</summary>
    public int Count => _files.Count;

    /// <summary>The crop at a position: the same one, whoever asks and when.</summary>
    /// <exception cref="GroundTruthException">A file is missing or damaged, picture and map differ in size, or no picture shows a seen class.</exception>
    public TrainingSample At(long position)
    {
        var file = _files[OrderOf(position / Count)[position % Count]];
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            var random = new SeededRandom(_seed, 1, position, attempt);
            if (attempt > 0) file = _files[random.Next(Count)];
            if (Read(file, out var labels) is { } image) return _augmentation.Apply(image, labels, random);
        }

        throw new GroundTruthException($"{MostAttempts} pictures in a row show no seen class, '{file.Image}' was the last; check split and label convention.");
    }

    private int[] OrderOf(long epoch)
    {
        var known = _order;
        if (known.Epoch == epoch) return known.Places;
        var places = Enumerable.Range(0, Count).ToArray();
        new SeededRandom(_seed, 2, epoch).Shuffle(places.AsSpan());
        _order = new(epoch, places);
        return places;
    }

    /// <summary>The picture; null if nothing on it may be trained on, which the map alone tells.</summary>
    private RgbImage? Read(LabelledFile file, out byte[] labels)
    {
        try
        {
            var map = file.ReadLabels();
            labels = _labels.Of(map, file.Labels);
            if (!labels.AsSpan().ContainsAnyExcept((byte)255)) return null;
            var image = _decoder.Decode(File.ReadAllBytes(file.Image), file.Image);
            return image.Width == map.Width && image.Height == map.Height ? image
                : throw new GroundTruthException($"'{file.Image}' is {image.Width}x{image.Height} and its label map '{file.Labels}' {map.Width}x{map.Height}; they must be equal.");
        }
        catch (ImageRefusedException exception)
        {
            throw new GroundTruthException(exception.Message, exception);
        }
        catch (IOException exception)
        {
            throw new GroundTruthException($"'{file.Image}' or its label map '{file.Labels}' cannot be read: {exception.Message}", exception);
        }
    }

    private sealed record EpochOrder(long Epoch, int[] Places);
}
