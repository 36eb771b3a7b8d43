using AlignZeg.Abstractions.Models;
using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.Devices;

/// <summary>The models on one device. Used on the device's thread only.</summary>
internal sealed class LoadedModels(ISegmenterFactory factory, string device) : IDisposable
{
    private readonly Dictionary<string, ISegmenter> _byHash = [];
    private volatile string[] _hashes = [];

    /// <summary>Hashes of the bundles that are loaded; may be read on any thread.</summary>
    public IReadOnlyList<string> Hashes => _hashes;

    /// <summary>The model, loaded now if it was not.</summary>
    /// <exception cref="ModelUnavailableException">It does not load, or its files are not those of the hash.</exception>
    public ISegmenter Get(ModelBundle bundle)
    {
        if (_byHash.TryGetValue(bundle.Hash, out var loaded)) return loaded;
        var segmenter = Load(bundle);
        if (segmenter.Hash != bundle.Hash)
        {
            segmenter.Dispose();
            throw new ModelUnavailableException(
                $"The files of model '{bundle.Model}' in '{bundle.Path}' have changed since it was registered; put them back, or register it again and start a new job.");
        }

        _byHash.Add(bundle.Hash, segmenter);
        _hashes = [.. _byHash.Keys];
        return segmenter;
    }

    /// <summary>Frees every model; the next use loads again.</summary>
    public void Clear()
    {
        foreach (var segmenter in _byHash.Values) segmenter.Dispose();
        _byHash.Clear();
        _hashes = [];
    }

    public void Dispose() => Clear();

    private ISegmenter Load(ModelBundle bundle)
    {
        try
        {
            return factory.Create(bundle.Path, device);
        }
        catch (Exception exception)
        {
            throw new ModelUnavailableException($"The model '{bundle.Model}' does not load on '{device}': {exception.Message}", exception);
        }
    }
}
