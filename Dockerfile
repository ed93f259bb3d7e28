FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
# Dependencies without their install scripts; ours compiles the kernels and writes dist/.
RUN npm ci --ignore-scripts && npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
# The second, and the flag below, as packages/service/bin/memory.json has them: freed memory goes back to the system.
ENV NODE_ENV=production MALLOC_MMAP_THRESHOLD_=65536
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/packages ./packages
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# dist/ directly: the service is process 1 and hears SIGTERM itself.
ENTRYPOINT ["node", "--max-semi-space-size=4", "packages/service/dist/cli/main.js"]
CMD ["serve", "--host", "0.0.0.0", "--data", "/data", "--metrics", "0.0.0.0:9464", "--pre-stop", "5"]
