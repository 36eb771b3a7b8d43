using AlignZeg.Grains.Devices;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Labelling;

/// <summary>Loads AlignZeg bundles, and CLIPs that segment alone.</summary>
internal sealed class TorchSegmenterFactory : ISegmenterFactory
{
    public ISegmenter Create(string path, string device)
    {
        TorchDevices.Threads = 1; // one per device thread: the same bytes on machines with other numbers of cores
        return ModelSource.Parse(path).Load(device);
    }
}
