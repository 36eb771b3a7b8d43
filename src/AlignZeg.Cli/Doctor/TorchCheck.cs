using AlignZeg.Model.Inference;
using TorchSharp;

namespace AlignZeg.Cli.Doctor;

/// <summary>Whether torch's natives load and compute, and on what.</summary>
internal static class TorchCheck
{
    public const string Remedy =
        "Build again on this machine (dotnet build -c Release --no-incremental): the build fits the natives to it. On a minimal system, install libgomp1 and libstdc++6.";

    public static Finding Natives()
    {
        float sum = torch.ones(2, 3).sum().item<float>();
        return Math.Abs(sum - 6) < 1e-6
            ? new("torch", Verdict.Ok, $"libtorch {torch.__version__} loads and computes")
            : new("torch", Verdict.Fail, $"libtorch computes wrongly (2 x 3 = {sum})", Remedy);
    }

    public static Finding Device() => TorchDevices.HasCuda
        ? new("device", Verdict.Ok, $"{TorchDevices.CudaCount} CUDA device(s)")
        : new("device", Verdict.Ok, "CPU; for NVIDIA GPUs build with -p:TorchBackend=cuda");
}
