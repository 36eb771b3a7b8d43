namespace AlignZeg.Cli.Planning;

/// <summary>Student's t distribution, as far as 95 % intervals need it.</summary>
internal static class StudentT
{
    private const double Normal = 1.959963984540054;

    /// <summary>One to five degrees, where the expansion below is too coarse.</summary>
    private static readonly double[] Few = [12.706205, 4.302653, 3.182446, 2.776445, 2.570582];

    /// <summary>The value that t stays below with probability 0.975; by Cornish and Fisher's expansion, to 0.001, above five degrees.</summary>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    public static double Quantile975(int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        if (freedom <= Few.Length) return Few[freedom - 1];
        const double z = Normal, z2 = z * z;
        double n = freedom;
        return z
            + z * (z2 + 1) / (4 * n)
            + z * ((5 * z2 + 16) * z2 + 3) / (96 * n * n)
            + z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / (384 * n * n * n);
    }
}
