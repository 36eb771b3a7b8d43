using AlignZeg.Abstractions.Models;
using AlignZeg.Model.Inference;

namespace AlignZeg.Grains.Devices;

/// <summary>
/// The models on one device, within its budget: who was not used for longest makes room, who has images in hand stays. Used on the device's thread only.
/// </summary>
internal sealed class LoadedModels(ISegmenterFactory factory, string device, long? budget, ModelUses uses, TimeProvider time) : IDisposable
{
    private readonly List<ISegmenter> _byAge = []; // the last used is the last
    private readonly Dictionary<string, long> _bytesByHash = []; // also of models that were here: what they will need is known before they are loaded again
    private volatile ModelInstanceHealth _stock = new([], 0, TimeSpan.Zero, 0, BudgetBytes: budget);
    private long _pastTextRuns, _pastImageRuns;

    /// <summary>What is here and what was done, as of the last piece of work; may be read on any thread.</summary>
    public ModelInstanceHealth Stock => _stock;

    /// <summary>The model, loaded now if it was not, and ready: it has computed once.</summary>
    /// <exception cref="ModelUnavailableException">It does not load, its files are not those of the hash, or it is larger than the budget.</exception>
    /// <exception cref="DeviceBusyException">Models that are in use leave no room for it; <see cref="ModelUses.Released"/> says when to try again.</exception>
    public ISegmenter Get(ModelBundle bundle)
    {
        var model = _byAge.Find(one => one.Hash == bundle.Hash) ?? LoadWithin(bundle);
        _byAge.Remove(model);
        _byAge.Add(model);
        return model;
    }

    /// <summary>
    /// The model for images whose turn it is: where there is no room, models of images that still wait go, and are loaded again when their turn comes. Nobody could make room by
    /// waiting here: these images stand behind.
    /// </summary>
    /// <exception cref="ModelUnavailableException">As in <see cref="Get"/>.</exception>
    public ISegmenter GetInTurn(ModelBundle bundle)
    {
        try
        {
            return Get(bundle);
        }
        catch (DeviceBusyException)
        {
            ClearOthers(bundle.Hash);
            return Get(bundle);
        }
    }

    /// <summary>Frees every model; the next use loads again.</summary>
    public void Clear()
    {
        foreach (var model in _byAge.ToArray()) Remove(model);
        TakeStock();
    }

    /// <summary>Frees every model but one, also those in use: they are loaded again when their turn comes. For a device whose memory is exhausted.</summary>
    /// <returns>True if there was one to free.</returns>
    public bool ClearOthers(string hash)
    {
        var others = _byAge.Where(model => model.Hash != hash).ToArray();
        foreach (var model in others) Evict(model);
        return others.Length > 0;
    }

    /// <summary>Brings <see cref="Stock"/> up to date.</summary>
    public void TakeStock() => _stock = _stock with
    {
        Loaded = [.. _byAge.Select(model => model.Hash)],
        ResidentBytes = Resident(),
        TextRuns = _pastTextRuns + _byAge.Sum(model => model.TextRuns),
        ImageRuns = _pastImageRuns + _byAge.Sum(model => model.ImageRuns),
    };

    public void Dispose() => Clear();

    private ISegmenter LoadWithin(ModelBundle bundle)
    {
        if (_bytesByHash.TryGetValue(bundle.Hash, out long known)) MakeRoom(bundle, known);
        var model = LoadReady(bundle);
        try
        {
            MakeRoom(bundle, _bytesByHash[bundle.Hash] = model.ResidentBytes);
        }
        catch
        {
            model.Dispose();
            throw;
        }

        return model;
    }

    private void MakeRoom(ModelBundle bundle, long bytes)
    {
        if (bytes > budget)
        {
            throw new ModelUnavailableException(
                $"The model '{bundle.Model}' takes {bytes:N0} bytes, the budget of a thread of '{device}' is {budget:N0}; raise MemoryBudget, lower Replicas, or take a smaller model.");
        }

        foreach (var model in _byAge.Where(model => !uses.Has(model.Hash)).ToArray())
            if (Resident() + bytes > budget) Evict(model);
        if (Resident() + bytes > budget) throw new DeviceBusyException($"Models that are in use leave no room for '{bundle.Model}' on '{device}'; try again in a moment.");
    }

    private ISegmenter LoadReady(ModelBundle bundle)
    {
        long start = time.GetTimestamp();
        try
        {
            var model = LoadOnce(bundle);
            _stock = _stock with { Loads = _stock.Loads + 1, LastLoad = time.GetElapsedTime(start) };
            return model;
        }
        catch (Exception exception) when (exception is not ModelUnavailableException)
        {
            if (!DeviceMemory.IsExhausted(exception) || !ClearOthers(bundle.Hash))
                throw new ModelUnavailableException($"The model '{bundle.Model}' does not load on '{device}': {exception.Message}", exception);
        }

        return LoadReady(bundle); // there is more memory now, and nothing left to free: once at most
    }

    private ISegmenter LoadOnce(ModelBundle bundle)
    {
        var model = factory.Create(bundle.Path, device);
        try
        {
            if (model.Hash == bundle.Hash)
            {
                model.WarmUp();
                return model;
            }
        }
        catch
        {
            model.Dispose();
            throw;
        }

        model.Dispose();
        throw new ModelUnavailableException(
            $"The files of model '{bundle.Model}' in '{bundle.Path}' have changed since it was registered; put them back, or register it again and start a new job.");
    }

    private void Evict(ISegmenter model)
    {
        Remove(model);
        _stock = _stock with { Evictions = _stock.Evictions + 1 };
    }

    private void Remove(ISegmenter model)
    {
        (_pastTextRuns, _pastImageRuns) = (_pastTextRuns + model.TextRuns, _pastImageRuns + model.ImageRuns);
        _byAge.Remove(model);
        model.Dispose();
    }

    private long Resident() => _byAge.Sum(model => _bytesByHash[model.Hash]);
}
