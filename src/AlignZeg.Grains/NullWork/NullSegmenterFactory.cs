using AlignZeg.Grains.Devices;
using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.NullWork;

/// <summary>Whatever the path, the model that computes nothing.</summary>
internal sealed class NullSegmenterFactory : ISegmenterFactory
{
    public ISegmenter Create(string path, string device) => new NullSegmenter();
}
