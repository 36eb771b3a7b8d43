using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports;

/// <summary>One export under way: gives each image to the format, compares what a reader gets, and keeps account. Used by one thread.</summary>
public sealed class ExportSession : IDisposable
{
    private const int MostListed = 1000;
    private const string Upright = "Masks are of the upright picture: where a picture carries an EXIF orientation, turn it upright before you lay the mask on it.";
    private readonly ExportFormat _format;
    private readonly IExportFormat _writer;
    private readonly ExportClasses _classes;
    private readonly ExportLosses _losses = new();
    private readonly RoundTrip _trip;
    private readonly List<LeftOutImage> _leftOut = [];
    private long _leftOutCount;
    private int _images;

    /// <summary>Begins an export.</summary>
    /// <param name="format">What to write.</param>
    /// <param name="folder">Where; empty.</param>
    /// <param name="classes">Their order is their id.</param>
    /// <exception cref="ExportException">The format cannot hold these classes.</exception>
    public ExportSession(ExportFormat format, ExportFolder folder, ExportClasses classes)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(classes);
        (_format, _writer, _classes, _trip) = (format, format.Create(), classes, new(classes.Count));
        _writer.Begin(folder, classes);
    }

    /// <summary>Of label maps that are given as files; larger ones are left out. Default: where arrays end.</summary>
    public ExportLimit Limit { get; init; } = ExportLimit.OfArrays;

    /// <summary>Images left out so far.</summary>
    public long LeftOut => _leftOutCount;

    /// <summary>Writes an image, or notes why it cannot be part of the export.</summary>
    /// <param name="name">File name of the picture, relative.</param>
    /// <param name="stem">Relative path of its outputs without extension, unique.</param>
    /// <param name="labels">Its label map.</param>
    /// <param name="picture">The picture's file, for formats that hold pictures. Default: none.</param>
    public void Add(string name, string stem, LabelMap labels, byte[]? picture = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        try
        {
            Check(labels, stem);
            _trip.Add(labels, _writer.Add(new(_images + 1, name, stem, labels) { Picture = picture }, _losses));
            _images++;
        }
        catch (ExportException refused)
        {
            LeaveOut(name, refused.Message);
        }
    }

    /// <summary>The same with a label map as it is stored; one that is gone or cannot be read is noted.</summary>
    /// <param name="name">File name of the picture, relative.</param>
    /// <param name="stem">Relative path of its outputs without extension, unique.</param>
    /// <param name="map">A PNG; null = it is gone.</param>
    /// <param name="picture">The picture's file, for formats that hold pictures. Default: none.</param>
    public void AddPng(string name, string stem, byte[]? map, byte[]? picture = null)
    {
        if (map is null)
        {
            LeaveOut(name, "Its label map is gone.");
            return;
        }

        try
        {
            using var stripes = LabelMapStripes.Open(map, stem);
            Limit.Check(stripes.Size, _format);
            Add(name, stem, stripes.ReadWhole(), picture);
        }
        catch (Exception refused) when (refused is ImageRefusedException or ExportException)
        {
            LeaveOut(name, refused.Message);
        }
    }

    /// <summary>Notes an image that is not in the export.</summary>
    public void LeaveOut(string name, string reason)
    {
        if (_leftOutCount++ < MostListed) _leftOut.Add(new(name, reason));
    }

    /// <summary>Writes what belongs to the whole, and sums up.</summary>
    /// <param name="partial">True if the source was not finished.</param>
    public ExportReport Complete(bool partial)
    {
        _writer.Complete();
        var classes = _classes.Names.Select((name, id) => new ExportedClass(id, name, _writer.IdOf(id), _trip.PixelsOf(id), _trip.IouOf(id))).ToList();
        return new()
        {
            Format = _format.Name,
            Images = _images,
            Partial = partial,
            Pixels = _trip.Pixels,
            ChangedPixels = _trip.ChangedPixels,
            DroppedHoles = _losses.DroppedHoles,
            DroppedParts = _losses.DroppedParts,
            MergedParts = _losses.MergedParts,
            RemappedIds = classes.Count(one => one.Id != one.ExportedId),
            LeftOut = _leftOutCount,
            LeftOutImages = _leftOut,
            Notes = [.. _format.OnPictures ? [Upright] : Array.Empty<string>(), .. _format.Note is { } note ? [note] : Array.Empty<string>()],
            Classes = classes,
        };
    }

    /// <summary>Closes the format's files.</summary>
    public void Dispose() => _writer.Dispose();

    private void Check(LabelMap labels, string stem)
    {
        if (stem == Path.GetFileNameWithoutExtension(ExportReport.FileName)) throw new ExportException($"An image named '{stem}' would take the place of the report; rename it.");
        var odd = Array.FindIndex(labels.Ids, id => id >= _classes.Count && id != _classes.Ignore);
        if (odd >= 0)
            throw new ExportException($"Id {labels.Ids[odd]} at x={odd % labels.Width}, y={odd / labels.Width} is neither one of the {_classes.Count:N0} classes nor {_classes.Ignore} (no label).");
    }
}
