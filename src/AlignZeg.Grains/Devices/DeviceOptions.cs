using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Devices;

/// <summary>The devices of a silo.</summary>
public sealed class DeviceOptions
{
    /// <summary>Names of the devices, as the segmenter factory knows them; empty = this silo computes nothing and never loads a model. Default: <c>cpu</c>.</summary>
    [Required] public IReadOnlyList<string> Devices { get; set; } = ["cpu"];

    /// <summary>
    /// Threads, each with a worker and a copy of the model of its own, per device. Default: 1. On a CPU with small models: the number of cores.
    /// </summary>
    [Range(1, 64)] public int Replicas { get; set; } = 1;

    /// <summary>Registered models that a silo loads onto each of its device threads when it starts; it is ready when they are there. Default: none, models load at first use.</summary>
    public IReadOnlyList<string> Warm { get; set; } = [];

    /// <summary>Interactive calls that may wait for one device thread; more are refused. Default: 64.</summary>
    [Range(1, 10_000)] public int MaxWaitingCalls { get; set; } = 64;

    /// <summary>
    /// Most bytes that the weights of models may take on one device; the threads of a device have equal shares of it. A model that is not in use makes room for another.
    /// Default: none, models stay until they are unloaded or the device itself has no memory left.
    /// </summary>
    [Range(1, long.MaxValue)] public long? MemoryBudget { get; set; }

    /// <summary>Share of <see cref="MemoryBudget"/> of one device thread: each has copies of its own.</summary>
    internal long? ThreadBudget => MemoryBudget / Replicas;

    /// <summary>One name per device thread: <c>cpu</c>, <c>cpu#1</c>, <c>cpu#2</c> …</summary>
    internal IEnumerable<string> ThreadNames() => Devices.SelectMany(device => Enumerable.Range(0, Replicas).Select(n => n == 0 ? device : $"{device}#{n}"));
}

/// <summary>Checks <see cref="DeviceOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class DeviceOptionsValidator : IValidateOptions<DeviceOptions>;
