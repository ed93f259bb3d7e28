/** Seven dots on a circle, falling in size: a group with an opening. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      {Array.from({ length: 7 }, (_, i) => {
        const angle = (-135 + i * 45) * (Math.PI / 180);
        return <circle key={i} cx={12 + 8.4 * Math.cos(angle)} cy={12 + 8.4 * Math.sin(angle)} r={2.6 - i * 0.26} />;
      })}
    </svg>
  );
}
