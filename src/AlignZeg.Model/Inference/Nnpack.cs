using System.Runtime.InteropServices;

namespace AlignZeg.Model.Inference;

/// <summary>
/// Switches NNPACK off: on CPUs that it does not know it prints a warning per convolution whatever the log level (libtorch alone reads none), and where it
/// works its results differ from oneDNN's in the last bits. TorchSharp does not wrap the switch; these are the two functions of libtorch behind it.
/// </summary>
internal static partial class Nnpack
{
    /// <summary>Off for the process. A library without the functions keeps its ways.</summary>
    public static void Disable()
    {
        _ = get_num_threads(); // TorchSharp loads the natives in its own way first
        try
        {
            SetUserEnabledNnpack(GlobalContext(), enabled: false);
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            // Names of another compiler or version: no more than a warning is lost.
        }
    }

    [LibraryImport("libtorch_cpu", EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint GlobalContext();

    [LibraryImport("libtorch_cpu", EntryPoint = "_ZN2at7Context20setUserEnabledNNPACKEb")]
    private static partial void SetUserEnabledNnpack(nint context, [MarshalAs(UnmanagedType.U1)] bool enabled);
}
