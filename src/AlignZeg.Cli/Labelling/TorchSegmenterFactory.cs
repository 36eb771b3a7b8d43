using AlignZeg.Grains.Devices;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Labelling;

/// <summary>Loads AlignZeg bundles.</summary>
internal sealed class TorchSegmenterFactory : ISegmenterFactory
{
    public ISegmenter Create(string path, string device)
    {
        TorchDevices.Threads = 1; // one per device thread: the same bytes on machines with other numbers of cores
        return Segmenter.Load(path, device);
    }
}
