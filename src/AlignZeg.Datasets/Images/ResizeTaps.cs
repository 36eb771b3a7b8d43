namespace AlignZeg.Datasets.Images;

/// <summary>For each output position along one axis: which input positions it reads, and with which fixed-point weights.</summary>
internal sealed class ResizeTaps
{
    /// <summary>Fraction bits of a weight.</summary>
    public const int Bits = 22;

    private readonly int[] _weights;
    private readonly int[] _counts;
    private readonly int _capacity;

    private ResizeTaps(int length, int capacity)
    {
        (Length, _capacity) = (length, capacity);
        (First, _counts, _weights) = (new int[length], new int[length], new int[checked(length * capacity)]);
    }

    /// <summary>Number of output positions.</summary>
    public int Length { get; }

    /// <summary>Per output position the first input position it reads.</summary>
    public int[] First { get; }

    /// <summary>The weights of one output position, from <see cref="First"/> on; they sum to about 1 &lt;&lt; <see cref="Bits"/>.</summary>
    public ReadOnlySpan<int> WeightsOf(int position) => _weights.AsSpan(position * _capacity, _counts[position]);

    /// <summary>The antialiased cubic kernel, widened by the factor of reduction.  Support 2·max(in/out, 1), centres at (i + ½)·in/out.</summary>
    public static ResizeTaps For(int input, int output)
    {
        var scale = (double)input / output;
        var widening = Math.Max(scale, 1);
        var support = 2 * widening;
        var taps = new ResizeTaps(output, (int)Math.Ceiling(support) * 2 + 1);
        Span<double> weights = new double[taps._capacity];
        for (var i = 0; i < output; i++)
        {
            var centre = (i + 0.5) * scale;
            var first = Math.Max((int)(centre - support + 0.5), 0);
            var count = Math.Min((int)(centre + support + 0.5), input) - first;
            var sum = 0.0;
            for (var t = 0; t < count; t++) sum += weights[t] = Cubic((t + first - centre + 0.5) * (1 / widening));
            taps.First[i] = first;
            taps._counts[i] = count;
            for (var t = 0; t < count; t++) taps._weights[i * taps._capacity + t] = Fixed(sum == 0 ? weights[t] : weights[t] / sum);
        }

        return taps;
    }

    /// <summary>Keys' cubic convolution with a = -½.</summary>
    private static double Cubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        if (x < 1) return ((A + 2) * x - (A + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }

    /// <summary>To fixed point, half away from zero.</summary>
    private static int Fixed(double weight) => (int)(weight * (1 << Bits) + (weight < 0 ? -0.5 : 0.5));
}
