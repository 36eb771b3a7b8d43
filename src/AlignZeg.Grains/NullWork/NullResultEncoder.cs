using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Workers;

namespace AlignZeg.Grains.NullWork;

/// <summary>Records an image as labelled, with the record that a labelled one has, and writes no outputs.</summary>
internal sealed class NullResultEncoder : IResultEncoder
{
    public Task<CompletedImage> EncodeAsync(ImageInHand item, CancellationToken cancellationToken)
    {
        var record = new ResultRecord
        {
            Index = item.Image.Index,
            Image = item.Image.Name,
            Status = ResultStatus.Ok,
            Bytes = item.Bytes,
            Sha256 = item.Sha256,
            Width = 1,
            Height = 1,
            Mask = JobBlobNames.Mask(item.Lease.Plan.Job.Job, item.Image.Stem),
            Classes = [new(0, item.Lease.Plan.Vocabulary.Classes[0].Name, 1, 1)],
            Timings = new(item.ReadMs, item.DecodeMs, item.DeviceMs, 0, 0),
        };
        return Task.FromResult(new CompletedImage(record.Index, null, record.ToLine(), record.Usage(), Recomputed: false, item.Image.Attempt));
    }
}
