using AlignZeg.Model.Bundles;

namespace AlignZeg.Model.Inference;

/// <summary>The natives' devices and threads. Every use of torch begins here: the natives are prepared before they compute.</summary>
public static class TorchDevices
{
    static TorchDevices()
    {
        IdleThreads.Sleep();
        Nnpack.Disable();
    }

    /// <summary>Whether the natives of this build see a CUDA device.</summary>
    public static bool HasCuda => cuda.is_available();

    /// <summary>Number of CUDA devices; 0 without CUDA.</summary>
    public static int CudaCount => HasCuda ? cuda.device_count() : 0;

    /// <summary>Threads that an operation on the CPU may use. Results depend on it in the last bit, so the platform keeps it at 1 per device thread.</summary>
    public static int Threads
    {
        get => get_num_threads();
        set => set_num_threads(value);
    }

    /// <summary>Says what is wrong with the name of a device before it is used.</summary>
    /// <exception cref="ModelBundleException">There is no such device.</exception>
    public static void Check(string name) => Open(name);

    /// <summary>Opens "cpu", "cuda" or "cuda:N".</summary>
    /// <exception cref="ModelBundleException">There is no such device.</exception>
    internal static Device Open(string name)
    {
        try
        {
            var opened = device(name);
            if (opened.type == DeviceType.CUDA && opened.index >= CudaCount) throw new ArgumentException("none");
            return opened;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new ModelBundleException($"There is no device '{name}' here: this build sees the CPU and {CudaCount} CUDA devices. Use 'cpu', or build with -p:TorchBackend=cuda.", e);
        }
    }
}
