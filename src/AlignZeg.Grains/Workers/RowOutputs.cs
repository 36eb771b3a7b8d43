using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Grains.Workers;

/// <summary>
/// The outputs of a picture in tiles, encoded while its rows are computed: what is held are the compressed files, and a small map for the overlay.
/// </summary>
/// <param name="plan">Of the job.</param> <param name="size">Of the picture.</param> <param name="picture">What the overlay is painted on, made smaller or not; null = no overlay.</param>
internal sealed class RowOutputs(LabellingPlan plan, ImageSize size, RgbImage? picture) : ILabelRows, IDisposable
{
    private Files? _files;
    private EncodedOutputs? _encoded;

    /// <inheritdoc/>
    public void Begin()
    {
        _files?.Dispose();
        (_files, _encoded) = (new(plan, size, picture), null);
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<ushort> labels, ReadOnlySpan<byte> confidence) => _files!.Add(labels, confidence);

    /// <summary>What there is to write, once all rows have come.</summary>
    public EncodedOutputs Complete() => _encoded ??= _files!.Complete(); // asked for again after an outage of the storage

    /// <inheritdoc/>
    public void Dispose() => _files?.Dispose();

    private sealed class Files : IDisposable
    {
        private readonly LabellingPlan _plan;
        private readonly int _width;
        private readonly RgbImage? _picture;
        private readonly MemoryStream _mask = new(), _grey = new();
        private readonly LabelMapWriter _maskRows;
        private readonly GreyWriter? _greyRows;
        private readonly LabelTally _tally;
        private readonly MiddlePixels<ushort>? _small;
        private ushort[] _ids = [];

        public Files(LabellingPlan plan, ImageSize size, RgbImage? picture)
        {
            (_plan, _width, _picture) = (plan, size.Width, picture);
            _maskRows = new(_mask, size.Width, size.Height, plan.Colours);
            if (plan.Job.Request.Outputs.Confidence) _greyRows = new(_grey, size.Width, size.Height);
            if (picture is not null) _small = new(size, new(picture.Width, picture.Height));
            _tally = new(plan.Vocabulary.Classes.Count);
        }

        public void Add(ReadOnlySpan<ushort> labels, ReadOnlySpan<byte> confidence)
        {
            if (_ids.Length < labels.Length) _ids = new ushort[labels.Length];
            var ids = _ids.AsSpan(0, labels.Length);
            _plan.ToIds(labels, ids);
            _maskRows.Add(ids);
            _greyRows?.Add(confidence);
            _tally.Add(ids, confidence);
            for (int at = 0; _small is not null && at < ids.Length; at += _width) _small.Add(ids.Slice(at, _width));
        }

        public EncodedOutputs Complete()
        {
            _maskRows.Complete();
            _greyRows?.Complete();
            var contents = new List<byte[]> { _mask.ToArray() };
            if (_greyRows is not null) contents.Add(_grey.ToArray());
            if (_picture is not null) contents.Add(EncodedOutputs.Overlay(_picture, new(_small!.Values, _picture.Width, _picture.Height), _plan));
            return new(contents, _tally.ToStatistics());
        }

        public void Dispose()
        {
            _maskRows.Dispose();
            _greyRows?.Dispose();
            _mask.Dispose();
            _grey.Dispose();
        }
    }
}
